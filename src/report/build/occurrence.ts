/** Longer texts are told apart by their beginnings. */
const LONGEST = 2_000

/**
 * What varies in an error from one occurrence to the next, and before it what looks so and is not: the number of an error class
 * (`[kv:9007]`, `Error 1105`, pkg/errno of TiDB), the name of a source file before its line.
 */
const VARIABLE = new RegExp(
  [
    String.raw`(\[[A-Za-z-]{1,30}:\d{1,6}\]|\b(?:[Ee]rror|errno|[Cc]ode)[ :=]{1,3}\d{1,6}\b|\b[\w-]{1,80}\.(?:go|rs|cc)(?=:\d))`,
    // a UUID; a date and time; a hexadecimal number; a key or hash
    String.raw`\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b`,
    String.raw`\b\d{4}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|[+-]\d\d:?\d\d))?`,
    String.raw`\b0[xX][0-9a-fA-F]+\b`,
    String.raw`\b(?=[a-fA-F]{0,63}\d)[0-9a-fA-F]{8,64}\b`,
    // an address with a port; a name within Kubernetes; a length of time, as Go prints it; any other number
    String.raw`\[[0-9a-fA-F:]{2,45}\]:\d{1,5}\b`,
    String.raw`\b(?:localhost|(?=[\w-]{0,63}[.\d-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}):\d{2,5}\b`,
    String.raw`\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,10}\.(?:svc|local|internal)\b(?:\.[\w-]{1,63}){0,5}`,
    String.raw`\b(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|ms|s|m|h))+\b`,
    String.raw`\d+(?:\.\d+)*`,
  ].join('|'),
  'g',
)

/** An error's text without ids, times, addresses and counts. @param nodes names of the nodes that it may speak of */
export function withoutOccurrence(text: string, nodes: readonly string[]): string {
  let named = text.slice(0, LONGEST)
  for (const node of [...nodes].sort((a, b) => b.length - a.length)) if (node.length > 2) named = named.replaceAll(node, '#')
  return (
    named
      .replace(VARIABLE, (_, kept: string | undefined) => kept ?? '#')
      // A list of ids is as long as it happens to be.
      .replace(/#(?:[ ,;]{1,3}#)+/g, '#')
  )
}
