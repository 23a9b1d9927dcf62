import { type ReactNode, useId } from 'react';

/** A titled part of a page. Named by its title, so a screen reader's list of regions is the page's plan. */
export function Panel({ title, extra, children, tone }: { title: string; extra?: ReactNode; children: ReactNode; tone?: 'act' }) {
	const id = useId();
	return (
		<section className={tone === 'act' ? 'panel panel-act' : 'panel'} aria-labelledby={id}>
			<header className="panel-head">
				<h2 id={id}>{title}</h2>
				{extra !== undefined && <div className="panel-extra">{extra}</div>}
			</header>
			{children}
		</section>
	);
}

/** Names and values, two to a row. */
export function Facts({ children }: { children: ReactNode }) {
	return <dl className="facts">{children}</dl>;
}

export function Fact({ name, children, wide = false }: { name: string; children: ReactNode; wide?: boolean }) {
	return (
		<div className={wide ? 'fact fact-wide' : 'fact'}>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}
