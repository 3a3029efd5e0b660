import { defineConfig } from 'vitest/config';

// Relative addresses: the node serves dist/ at "/", an operator may serve it below any other path.
export default defineConfig({
  base: './',
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  worker: { format: 'es' },
  test: { include: ['tests/**/*_test.ts'], environment: 'node', testTimeout: 30_000 },
});
