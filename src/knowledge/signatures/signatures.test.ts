import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { compileCatalogue } from '../../signature/load.ts'

const here = import.meta.dirname
const catalogue = compileCatalogue(here)

test('every folder is a signature', () => {
  const folders = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(catalogue.map(({ id }) => id)).toEqual(folders.map(({ name }) => name).sort())
})
