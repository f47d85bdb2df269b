/** SETs that are remembered of each issuer. */
const KEPT = 10_000;

/** The SETs that were accepted, by issuer and `jti`: together they name a SET (RFC 8417 section 2.2). */
export class ReplayMemory {
  readonly #kept: number;
  readonly #byIssuer = new Map<string, Set<string>>();

  /** `kept`: how many are remembered of each issuer; the oldest are forgotten first. */
  constructor(kept: number = KEPT) {
    this.#kept = kept;
  }

  has(issuer: string, jti: string): boolean {
    return this.#byIssuer.get(issuer)?.has(jti) ?? false;
  }

  add(issuer: string, jti: string): void {
    const jtis = this.#byIssuer.get(issuer) ?? new Set();
    this.#byIssuer.set(issuer, jtis.add(jti));
    const [oldest] = jtis;
    if (jtis.size > this.#kept && oldest !== undefined) jtis.delete(oldest);
  }
}
