/** A place in a SET: as rules name it, and as a JSON pointer into header or claims. */
export interface Place {
  path: string;
  pointer: string;
}

export const TOKEN: Place = { path: 'token', pointer: '' };
export const SIGNATURE: Place = { path: 'signature', pointer: '' };

/** The place of a member of the header, or of what lies in the claims under these names. */
export function headerPlace(name: string): Place {
  return { path: `header.${name}`, pointer: `/${escaped(name)}` };
}

/** `events` is not the place of an event: that is `events` and the name of the event. */
export function claimsPlace(...names: readonly (string | number)[]): Place {
  const named = names.map((name, index) =>
    typeof name === 'number' || (names[0] === 'events' && index === 1) ? '*' : name,
  );
  return {
    path: ['claims', ...named].join('.'),
    pointer: names.map((name) => `/${escaped(String(name))}`).join(''),
  };
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

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
