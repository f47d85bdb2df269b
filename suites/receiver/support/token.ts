/** The parts of a JWS in compact serialization (RFC 7515 section 7.1), in base64url as they stand. */
export interface TokenParts {
  header: string;
  payload: string;
  signature: string;
}

/** Takes a token apart, changes parts of it and puts it together again. Throws when it has not three parts. */
export function withParts(token: string, change: (parts: TokenParts) => Partial<TokenParts>): string {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) {
    throw new Error('The token is no JWS in compact serialization.');
  }
  const parts = { header, payload, signature };
  const changed = { ...parts, ...change(parts) };
  return `${changed.header}.${changed.payload}.${changed.signature}`;
}

/** The same part with members of its JSON object changed. */
export function withMembers(part: string, members: Record<string, unknown>): string {
  // Sound: the harness made the part from an object.
  const object = JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return encoded(JSON.stringify({ ...object, ...members }));
}

/** The token with members of its header changed and with a signature of the caller's own. */
export function signedAnew(
  token: string,
  members: Record<string, unknown>,
  sign: (input: string) => Buffer,
): string {
  const unsigned = withParts(token, ({ header }) => ({
    header: withMembers(header, members),
    signature: '',
  }));
  return `${unsigned}${sign(unsigned.slice(0, -1)).toString('base64url')}`;
}

export function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** The signature with one byte in its middle changed. */
export function withFlippedByte(signature: string): string {
  const bytes = Buffer.from(signature, 'base64url');
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return bytes.toString('base64url');
}

/** The object without these members. */
export function without(object: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
