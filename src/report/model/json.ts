import type { ModelPrinter } from './printer.ts'

/** For programs: one machine as it is, or a list of all with their rows counted. */
export const modelJson: ModelPrinter = {
  list: (machines) =>
    print(
      machines.map(({ transitions, messages, invariants, ...head }) => ({
        ...head,
        transitions: transitions.length,
        messages: messages.length,
        invariants: invariants.length,
      })),
    ),
  one: print,
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
