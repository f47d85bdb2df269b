/** A SET read without judging it: what could be decoded, and what was wrong with the rest. */
export interface ParsedSet {
  /** The token as it came, surrounding white space kept. */
  compact: string;
  /** Number of dot-separated parts: 3 signed or unsecured, 5 encrypted. */
  parts: number;
  /** JOSE header and claims set; null if they are no JSON object. */
  header: Record<string, unknown> | null;
  claims: Record<string, unknown> | null;
  /** Raw JSON text of both, as far as it could be decoded. */
  headerText: string | null;
  claimsText: string | null;
  /** What kept a part from being read, and what was irregular although it could be read. */
  defects: ParseDefect[];
}

export interface ParseDefect {
  kind:
    | 'not-compact'
    | 'padding'
    | 'base64url'
    | 'utf-8'
    | 'bom'
    | 'json'
    | 'not-an-object'
    | 'duplicate-member'
    | 'whitespace'
    | 'encrypted';
  part: 'token' | 'header' | 'claims' | 'signature';
  /** For a duplicate member: JSON pointer of the object and the name. */
  detail: string;
}
