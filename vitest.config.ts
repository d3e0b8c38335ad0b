import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'grammars/**/*.test.ts'], globalSetup: './catalogue.mjs', testTimeout: 30_000 },
})
