/** A string that begins with a scheme and has no blank, as every absolute URI (RFC 3986 section 4.3). */
function isUri(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][A-Za-z0-9+.-]*:[^\s]+$/.test(value);
}

/** An array of such strings; it may be empty. */
export function isUriArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isUri);
}
