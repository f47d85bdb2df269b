import { caepDefinitions } from './caep.ts';
import { type Definition, objectionTo } from './members.ts';
import { riscDefinitions } from './risc.ts';
import { ssfDefinitions } from './ssf.ts';

const definitions: ReadonlyMap<string, Definition> = new Map(
  Object.entries({ ...ssfDefinitions, ...caepDefinitions, ...riscDefinitions }),
);

/** What in an event object goes against the definition of its type; null for types that are not known. */
export function eventObjection(type: string, event: Record<string, unknown>): string | null {
  const definition = definitions.get(type);
  return definition === undefined ? null : objectionTo(event, definition);
}
