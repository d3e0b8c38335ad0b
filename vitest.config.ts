import { defineConfig } from 'vitest/config'

/** Files that put something in the place of a module cannot share modules with others. */
const MOCKED = 'src/**/*.mocked.test.ts'

export default defineConfig({
  test: {
    globalSetup: ['./catalogue.mjs', './kernel.mjs'],
    // What does not end takes for ever; the longest test takes seconds, but whoever measures on the same machine may halt it for a minute.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: '100%',
    projects: [
      // Loading the tables anew for each file would take longer than many of the tests.
      {
        extends: true,
        test: { name: 'shared', include: ['src/**/*.test.ts', 'grammars/**/*.test.ts'], exclude: [MOCKED], isolate: false },
      },
      { extends: true, test: { name: 'mocked', include: [MOCKED] } },
    ],
  },
})
