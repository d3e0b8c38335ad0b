import { edgesOf } from './edges.ts'
import { allStates, type Machine } from './machine.ts'
import type { ModelPrinter } from './printer.ts'

/** Mermaid's `stateDiagram-v2`, as Markdown renders it; arrows are labelled with what is unusual about them. Several machines stand side by side. */
export const mermaid: ModelPrinter = {
  list: (machines) => ['stateDiagram-v2', ...machines.flatMap((machine) => ['', ...composite(machine)]), ''].join('\n'),
  one: (machine) => ['stateDiagram-v2', ...body(machine, ''), ''].join('\n'),
}

function composite(machine: Machine): string[] {
  const id = idOf(machine.name)
  return [`  state "${machine.name}" as ${id} {`, ...body(machine, `${id}_`).map((line) => `  ${line}`), '  }']
}

/** @param prefix tells states of one name in several machines apart */
function body(machine: Machine, prefix: string): string[] {
  const id = (state: string): string => prefix + idOf(state)
  const edges = edgesOf(machine)
  const states = allStates(machine)
  const born = new Set(edges.filter(({ from }) => from === null).map(({ to }) => to))
  return [
    ...states.filter((state) => id(state) !== state).map((state) => `  state "${state}" as ${id(state)}`),
    ...machine.states.initial.filter((state) => !born.has(state)).map((state) => `  [*] --> ${id(state)}`),
    ...edges.map(({ from, to, label }) => `  ${from === null ? '[*]' : id(from)} --> ${id(to)}${label === '' ? '' : ` : ${label}`}`),
    ...machine.states.final.map((state) => `  ${id(state)} --> [*]`),
  ]
}

/** Mermaid's names of states take no spaces and no hyphens. */
function idOf(state: string): string {
  return state.replace(/\W/g, '_')
}
