import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk: built to `dist/desk`, served by the same server as the API. In development its calls go to a running server. */
export default defineConfig({
	root: 'web/desk',
	plugins: [react()],
	build: {
		outDir: '../../dist/desk',
		emptyOutDir: true,
		// Which file needs which: the test of the first screen's weight reads it.
		manifest: true,
		target: 'es2022',
		// Ant Design alone is above the default of 500 kB raw; the measure that counts is gzip of the first screen (< 450 kB).
		chunkSizeWarningLimit: 1500,
		rolldownOptions: {
			output: {
				// Libraries change seldom: own chunks stay in the browser's cache when the desk is rebuilt.
				codeSplitting: {
					groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/, priority: 2 }],
				},
			},
		},
	},
	server: {
		proxy: { '/api': process.env['DUNWELL_SERVER'] ?? 'http://127.0.0.1:4400' },
	},
});
