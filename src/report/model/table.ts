import type { Shows } from '../../knowledge/contract.ts'
import { Canvas } from '../terminal/canvas.ts'
import { counted } from '../wording/names.ts'
import { allStates, boundsText, type Machine, type ShownMessage, type ShownTransition } from './machine.ts'
import type { ModelPrinter } from './printer.ts'
import { ruleText } from './rule.ts'

const HEAD = ['subject', 'of', 'lives', 'one per', 'states', 'transitions', 'messages', 'invariants']

const COUNTS: readonly ((machine: Machine) => number)[] = [
  (machine) => allStates(machine).length,
  ({ transitions }) => transitions.length,
  ({ messages }) => messages.length,
  ({ invariants }) => invariants.length,
]

/** For people. */
export const table: ModelPrinter = {
  list(machines, look) {
    const canvas = new Canvas(look)
    const rows = machines.map((machine) => {
      const of = machine.entity === machine.name ? '' : machine.entity
      return [machine.name, of, machine.lives, machine.scope, ...COUNTS.map((count) => String(count(machine)))]
    })
    const totals = COUNTS.map((count) => String(machines.reduce((sum, machine) => sum + count(machine), 0)))
    canvas.table(HEAD, [...rows, ['all', '', '', '', ...totals]], 0)
    return canvas.text()
  },
  one(machine, look) {
    const canvas = new Canvas(look)
    drawHead(machine, canvas)
    drawStates(machine, canvas)
    drawTransitions(machine.transitions, canvas)
    drawInvariants(machine, canvas)
    drawMessages(machine.messages, canvas)
    return canvas.text()
  },
}

function drawHead(machine: Machine, canvas: Canvas): void {
  canvas.line(machine.name, 0, canvas.paint.bold)
  const lives = machine.lives === 'memory' ? 'in the memory of a process, void when that starts anew' : 'stored, survives its process'
  canvas.paragraph(`A machine of each ${machine.entity}, one per ${machine.scope}; ${lives}.`)
}

function drawStates({ states }: Machine, canvas: Canvas): void {
  canvas.heading('States')
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['initial', states.initial, ''],
    ['resting', states.resting, 'silence is normal there'],
    ['final', states.final, ''],
    ['other', states.other, ''],
  ]
  for (const [name, of, remark] of rows)
    if (of.length > 0) canvas.paragraph(`${name.padEnd(9)}${of.join(', ')}${remark === '' ? '' : ` (${remark})`}`, 2)
}

function drawTransitions(transitions: readonly ShownTransition[], canvas: Canvas): void {
  if (transitions.length === 0) return
  canvas.heading(`${counted(transitions.length, 'transition')}`)
  const { paint } = canvas
  const plain = (text: string): string => text
  const styles = { normal: plain, recovery: paint.yellow, quirk: paint.magenta }
  const names = transitions.map(({ from, to }) => `${from ?? '(new)'} → ${to}`)
  const width = Math.max(...names.map((name) => name.length))
  for (const [i, row] of transitions.entries()) {
    canvas.cells(
      [
        [names[i]!.padEnd(width), paint.bold],
        [row.course.padEnd('recovery'.length), styles[row.course]],
        [boundsText(row), paint.dim],
      ],
      2,
    )
    if (row.provedBy.length === 0) canvas.line('TiDB prints nothing for it', 4)
    for (const { kind, texts } of row.provedBy) canvas.paragraph(`${kind}: ${texts.map((text) => `"${text}"`).join(', ')}`, 4)
    canvas.paragraph(row.cite, 4, paint.dim)
  }
}

function drawInvariants({ invariants }: Machine, canvas: Canvas): void {
  if (invariants.length === 0) return
  canvas.heading(`${counted(invariants.length, 'invariant')}`)
  for (const invariant of invariants) {
    canvas.cells(
      [
        [invariant.id, canvas.paint.bold],
        [invariant.severity, (text) => text],
        [boundsText(invariant), canvas.paint.dim],
      ],
      2,
    )
    canvas.paragraph(ruleText(invariant), 4)
    canvas.paragraph(invariant.because, 4)
    canvas.paragraph(invariant.cite, 4, canvas.paint.dim)
  }
}

function drawMessages(messages: readonly ShownMessage[], canvas: Canvas): void {
  if (messages.length === 0) return
  canvas.heading(`${counted(messages.length, 'message')}`)
  for (const message of messages) {
    canvas.paragraph(message.match === 'prefix' ? `${message.text}…` : message.text, 2, canvas.paint.bold)
    const facts = [
      message.kind,
      message.level,
      message.files.join(' '),
      ...message.shows.map(showsText),
      boundsText(message),
      message.note ?? '',
    ]
    canvas.paragraph(facts.filter((fact) => fact !== '').join(' · '), 4, canvas.paint.dim)
  }
}

/** `job running before`, `job after as in job.State`, with the fields on which it hangs. */
function showsText({ machine, when, state, field, only = {} }: Shows): string {
  const what = state === undefined ? `the field ${field}` : state
  const hangs = Object.entries(only).map(([name, values]) => `${name} is ${values.map((value) => value || 'empty').join(' or ')}`)
  return `${machine} ${when === 'at' ? 'is' : `${when} it is`} ${what}${hangs.length > 0 ? ` where ${hangs.join(', ')}` : ''}`
}
