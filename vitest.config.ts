import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'grammars/**/*.test.ts'], testTimeout: 30_000 },
})
