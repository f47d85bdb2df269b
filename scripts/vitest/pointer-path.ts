/**
 * A JSON pointer as people write a path: `events."https://…/session-revoked".reason_admin`; empty for the whole.
 * @param inside names below what the pointer leads to
 */
export function pointerPath(pointer: string, ...inside: readonly string[]): string {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return [...names, ...inside].map((name) => (/^[\w-]+$/.test(name) ? name : JSON.stringify(name))).join('.');
}
