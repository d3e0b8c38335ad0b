/** Replaces in log lines what names machines and people; the same name becomes the same stand-in, so that lines still belong together. */
export class Redactor {
  private readonly standIns = new Map<string, string>()

  line(text: string): string {
    return text
      .replace(SQL, (_, key: string) => `[${key}="…"]`)
      .replace(MAIL, (name) => this.standIn(name, (n) => `user-${n}@test`))
      .replace(IPV4, (name) => this.standIn(name, (n) => `10.0.${Math.floor(n / 250)}.${(n % 250) + 1}`))
      .replace(IPV6, (name) => this.standIn(name, (n) => `fd00::${n}`))
      .replace(HOST, (name) => (/\.(?:go|com\/\w.*|sst|log|s)$/.test(name) ? name : this.standIn(name, (n) => `host-${n}.test`)))
      .replace(QUOTED, '`…`')
  }

  private standIn(name: string, make: (n: number) => string): string {
    let standIn = this.standIns.get(name)
    if (standIn === undefined) this.standIns.set(name, (standIn = make(this.standIns.size)))
    return standIn
  }
}

// [sql="select * from customers"]      [query=…]
const SQL = /\[(sql|query|stmt|normalizedSQL)=(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/gi
const MAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}/g
const IPV4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g
const IPV6 = /\b(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}\b/gi
// tc-tidb-0.tc-tidb-peer.prod.svc
const HOST = /\b[a-z][a-z0-9-]{0,62}(?:\.[a-z][a-z0-9-]{0,62}){2,8}\b/gi
// `customers`
const QUOTED = /`[^`\n]{1,64}`/g
