/** A place in a SET: as rules name it, and as a JSON pointer into header or claims. */
export interface Place {
  path: string;
  pointer: string;
  /** Both, to look it up by. */
  key: string;
}

export const TOKEN = place('token', '');
export const SIGNATURE = place('signature', '');

/** The place of a member of the header, or of what lies in the claims under these names. */
export function headerPlace(name: string): Place {
  return place(`header.${name}`, `/${escaped(name)}`);
}

/** `events` is not the place of an event: that is `events` and the name of the event. */
export function claimsPlace(...names: readonly (string | number)[]): Place {
  let path = 'claims';
  let pointer = '';
  for (const [index, name] of names.entries()) {
    path += typeof name === 'number' || (index === 1 && names[0] === 'events') ? '.*' : `.${name}`;
    pointer += `/${escaped(String(name))}`;
  }
  return place(path, pointer);
}

/** The place to which a JSON pointer into the claims leads. An index is told by what holds it. */
export function placeOf(pointer: string, claims: unknown): Place {
  let at: unknown = claims;
  const names = pointer
    .split('/')
    .slice(1)
    .map((segment) => {
      const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
      const isIndex = Array.isArray(at);
      at =
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined;
      return isIndex ? Number(name) : name;
    });
  return claimsPlace(...names);
}

function place(path: string, pointer: string): Place {
  return { path, pointer, key: `${path}\n${pointer}` };
}

function escaped(name: string): string {
  return /[~/]/.test(name) ? name.replaceAll('~', '~0').replaceAll('/', '~1') : name;
}
