import type { Course } from '../../knowledge/contract.ts'
import { type Edge, edgesOf } from './edges.ts'
import { allStates, type Machine } from './machine.ts'
import type { ModelPrinter } from './printer.ts'

const STYLES: Readonly<Record<Course, string>> = { normal: 'solid', recovery: 'dashed', quirk: 'dotted' }

/** Graphviz: final states have a double frame, recovery is dashed, quirks are dotted; an arrow's tooltip names the messages that prove it and its source. */
export const dot: ModelPrinter = {
  list: (machines) => graph('tidb', machines.flatMap(cluster)),
  one: (machine) => graph(machine.name, body(machine, '')),
}

function graph(name: string, lines: readonly string[]): string {
  const settings = [
    'rankdir=LR',
    'fontname="Helvetica"',
    'node [shape=box, style=rounded, fontname="Helvetica"]',
    'edge [fontname="Helvetica", fontsize=10]',
  ]
  return [`digraph ${quoted(name)} {`, ...[...settings, ...lines].map((line) => `  ${line}`), '}', ''].join('\n')
}

function cluster(machine: Machine): string[] {
  const lines = [`label=${quoted(machine.name)}`, ...body(machine, `${machine.name}/`)]
  return [`subgraph ${quoted(`cluster ${machine.name}`)} {`, ...lines.map((line) => `  ${line}`), '}']
}

/** @param prefix tells states of one name in several machines apart */
function body(machine: Machine, prefix: string): string[] {
  const id = (state: string | null): string => quoted(prefix + (state ?? '(new)'))
  const edges = edgesOf(machine)
  const born = new Set(edges.filter(({ from }) => from === null).map(({ to }) => to))
  const begun = machine.states.initial.filter((state) => !born.has(state))
  const start = born.size + begun.length > 0 ? [`${id(null)} [shape=point, label=""]`] : []
  return [
    ...start,
    ...allStates(machine).map((state) => `${id(state)} [label=${quoted(state)}${looksOf(machine, state)}]`),
    ...begun.map((state) => `${id(null)} -> ${id(state)}`),
    ...edges.map((edge) => `${id(edge.from)} -> ${id(edge.to)} [style=${STYLES[edge.course]}${texts(edge)}]`),
  ]
}

function looksOf({ states }: Machine, state: string): string {
  if (states.final.includes(state)) return ', peripheries=2'
  return states.resting.includes(state) ? ', style="rounded,dashed"' : ''
}

function texts({ label, rows }: Edge): string {
  const tip = rows.map(({ provedBy, cite }) => [...provedBy.flatMap((by) => by.texts), `(${cite})`].join('\n')).join('\n')
  return `${label === '' ? '' : `, label=${quoted(label)}`}, tooltip=${quoted(tip)}`
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
