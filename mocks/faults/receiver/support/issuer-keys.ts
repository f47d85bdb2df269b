import { isObject } from '../../../vocabulary/is-object.ts';

/** Whether this issuer, whoever it is, has published a key with this `kid`. */
export async function hasKey(issuer: unknown, kid: unknown): Promise<boolean> {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return false;
  const { origin, pathname } = new URL(issuer);
  const metadata = await jsonAt(`${origin}/.well-known/ssf-configuration${pathname}`);
  if (metadata.issuer !== issuer || typeof metadata.jwks_uri !== 'string') return false;
  const { keys } = await jsonAt(metadata.jwks_uri);
  return Array.isArray(keys) && keys.some((key) => isObject(key) && key.kid === kid);
}

async function jsonAt(url: string): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await (await fetch(url)).json();
    return isObject(body) ? body : {};
  } catch {
    // Nobody there, or nothing that can be read.
    return {};
  }
}
