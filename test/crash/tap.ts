import { createServer, type Server, Socket } from 'node:net';

/** When a cut falls: before the statement reaches the database, once it is on its way, or when it is done and its answer is on the way back. */
export type Moment = 'before' | 'sent' | 'answered';

/** A point in the life of a process: its n-th statement from here on, or the first commit from there. */
export type Point = { readonly at: number; readonly commit: boolean; readonly moment: Moment };

/** `act` says whether the connection goes on afterwards; where it does not, the statement or its answer is lost. */
type Armed = Point & { readonly act: (line: Line) => boolean };

/** One connection through the tap. */
export type Line = {
	/** The server process behind it, once it has said so. */
	backend: number | null;
	/** Cuts both sides, as a cable does. */
	cut(): void;
	/** Cuts the application's side; the database goes on believing for a while. */
	half(forMs: number): void;
	/** Lets nothing through for a while, then cuts. */
	stall(forMs: number): void;
};

/** Splits PostgreSQL's messages out of a stream: one byte of kind, four of length. A client's first message has no kind. */
class Frames {
	private rest: Buffer = Buffer.alloc(0);
	private plain: boolean;

	constructor(startsPlain: boolean) {
		this.plain = startsPlain;
	}

	take(chunk: Buffer): { kind: string; bytes: Buffer }[] {
		this.rest = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
		const found: { kind: string; bytes: Buffer }[] = [];
		for (;;) {
			const head = this.plain ? 0 : 1;
			if (this.rest.length < head + 4) return found;
			const length = head + this.rest.readInt32BE(head);
			if (this.rest.length < length) return found;
			found.push({ kind: this.plain ? '' : String.fromCharCode(this.rest[0] ?? 0), bytes: this.rest.subarray(0, length) });
			this.plain = false;
			this.rest = this.rest.subarray(length);
		}
	}
}

/** What counts as a statement: a plain one, a planned one, a piece of a COPY and its end. */
const statements = new Set(['Q', 'B', 'd', 'c']);
/** `commit` as a plain statement, or as the planned one of that name. */
const isCommit = (bytes: Buffer) =>
	bytes[0] === 0x51
		? bytes.subarray(5, 12).toString() === 'commit\0'
		: bytes[0] === 0x42 && bytes.subarray(5, 13).toString() === '\0commit\0';

/**
 * A tap between a process of the house and its database, on loopback. It reads PostgreSQL's protocol as it passes, so that something can be made to happen at the n-th
 * statement and not at some millisecond: inside a transaction, at its commit, or between the commit and its answer.
 */
export class Tap {
	/** Statements seen since it was last armed. */
	seen = 0;
	readonly port: number;
	private readonly server: Server;
	private readonly target: () => number;
	private readonly lines = new Set<Line>();
	private armed: Armed | null = null;

	private constructor(server: Server, port: number, target: () => number) {
		this.server = server;
		this.port = port;
		this.target = target;
		server.on('connection', (socket) => this.connect(socket));
	}

	/** Opens a tap towards the port that `target` names at each connection: the database may come back elsewhere. */
	static async open(target: () => number): Promise<Tap> {
		const server = createServer({ noDelay: true });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		return new Tap(server, typeof address === 'object' && address ? address.port : 0, target);
	}

	/** Calls `act` once, when the point is reached. */
	arm(point: Point, act: (line: Line) => boolean): void {
		this.seen = 0;
		this.armed = { ...point, act };
	}

	disarm(): void {
		this.armed = null;
	}

	cutAll(): void {
		for (const line of this.lines) line.cut();
	}

	async close(): Promise<void> {
		this.disarm();
		this.cutAll();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	/** The armed point, if this message is it. */
	private reached(kind: string, bytes: Buffer): Armed | null {
		if (!statements.has(kind)) return null;
		this.seen++;
		const { armed } = this;
		if (!armed || this.seen < armed.at || (armed.commit && !isCommit(bytes))) return null;
		this.armed = null;
		// A piece of a COPY is not answered by itself.
		return armed.moment === 'answered' && (kind === 'd' || kind === 'c') ? { ...armed, moment: 'sent' } : armed;
	}

	private connect(client: Socket): void {
		const server = new Socket();
		server.setNoDelay(true);
		let awaited: Armed | null = null;
		/** An answer on its way, until it is known whether it may pass. */
		const held: Buffer[] = [];
		let dead = false;
		let stalled = false;
		const line: Line = {
			backend: null,
			cut: () => {
				dead = true;
				this.lines.delete(line);
				client.resetAndDestroy();
				server.destroy();
			},
			half: (forMs) => {
				dead = true;
				client.resetAndDestroy();
				setTimeout(() => line.cut(), forMs).unref();
			},
			stall: (forMs) => {
				stalled = true;
				setTimeout(() => line.cut(), forMs).unref();
			},
		};
		this.lines.add(line);
		/** No line loses one message and carries the next: where a statement or its answer was lost and the line still stands, it is cut. */
		const lost = () => {
			if (!dead && !stalled) line.cut();
		};
		const up = new Frames(true);
		const down = new Frames(false);
		client.on('data', (chunk: Buffer) => {
			for (const { kind, bytes } of up.take(chunk)) {
				if (dead || stalled) return;
				const armed = this.reached(kind, bytes);
				if (armed?.moment === 'answered') awaited = armed;
				const goesOn = armed?.moment !== 'before' || armed.act(line);
				if (goesOn) server.write(bytes);
				else lost();
				if (armed?.moment === 'sent') setImmediate(() => armed.act(line));
			}
		});
		server.on('data', (chunk: Buffer) => {
			for (const { kind, bytes } of down.take(chunk)) {
				if (dead || stalled) return;
				if (kind === 'K') line.backend = bytes.readInt32BE(5);
				if (awaited) {
					held.push(bytes);
					if (kind !== 'Z') continue;
					const goesOn = awaited.act(line);
					awaited = null;
					if (goesOn) client.write(Buffer.concat(held.splice(0)));
					else lost();
					continue;
				}
				client.write(bytes);
			}
		});
		const end = () => {
			this.lines.delete(line);
			client.destroy();
			server.destroy();
		};
		for (const socket of [client, server]) socket.on('error', end).on('close', end);
		client.on('end', end);
		server.connect(this.target(), '127.0.0.1');
	}
}

/** The same for anything else (a desk and its server): counts pieces, not statements. */
export class PlainTap {
	readonly port: number;
	private readonly server: Server;
	private readonly sockets = new Set<Socket>();
	private armed: { left: number; act: () => void } | null = null;

	private constructor(server: Server, port: number, target: () => number) {
		this.server = server;
		this.port = port;
		server.on('connection', (client: Socket) => {
			const up = new Socket().setNoDelay(true);
			const end = () => {
				for (const socket of [client, up]) this.sockets.delete(socket.destroy());
			};
			for (const socket of [client, up]) {
				this.sockets.add(socket);
				socket.on('error', end).on('close', end);
			}
			const pass = (from: Socket, to: Socket) =>
				from.on('data', (chunk) => {
					if (this.armed && --this.armed.left <= 0) {
						const { act } = this.armed;
						this.armed = null;
						// Every other piece is still delivered, and only what comes back is lost.
						if (from === client && chunk.length % 2 === 0) to.write(chunk, () => act());
						else act();
						return;
					}
					to.write(chunk);
				});
			pass(client, up);
			pass(up, client);
			up.connect(target(), '127.0.0.1');
		});
	}

	static async open(target: () => number): Promise<PlainTap> {
		const server = createServer({ noDelay: true });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		return new PlainTap(server, typeof address === 'object' && address ? address.port : 0, target);
	}

	arm(pieces: number, act: () => void): void {
		this.armed = { left: pieces, act };
	}

	cutAll(): void {
		for (const socket of this.sockets) socket.resetAndDestroy();
	}

	async close(): Promise<void> {
		this.armed = null;
		this.cutAll();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
