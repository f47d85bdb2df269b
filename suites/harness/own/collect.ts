import type { Role } from '../../../reports/results.ts';
import { definitionsIn } from './checks-in.ts';
import { complaintsAbout, type Found, type Given } from './complaints.ts';
import type { OwnCheck } from './define-check.ts';
import type { OwnProfile } from './define-profile.ts';
import type { OwnScenario } from './define-scenario.ts';
import type { OwnVendor } from './define-vendor.ts';
import { markOf } from './mark.ts';
import type { Own, OwnModule } from './own.ts';
import { ownCheck } from './own-check.ts';
import { OwnError } from './own-error.ts';
import { cast } from './own-scenario.ts';

/** What a module exports. */
export interface LoadedModule {
  module: OwnModule;
  exports: Readonly<Record<string, unknown>>;
}

/**
 * Everything that the modules define and export.
 * @throws OwnError with all that is wrong, each with its place, or when a module defines nothing
 */
export function collectOwn(loaded: readonly LoadedModule[]): Own {
  const found = loaded.flatMap(foundIn);
  const complaints = complaintsAbout(found);
  if (complaints.length > 0) throw new OwnError(complaints.join('\n'));
  const of = <T>(kind: Found['kind']): { value: T; module: string }[] =>
    found.flatMap((one) => (one.kind === kind ? [{ value: one.value as T, module: one.module.name }] : []));
  const vendors = of<OwnVendor>('vendor').map(({ value }) => value);
  return {
    modules: loaded.map(({ module }) => module),
    checks: { transmitter: checks('transmitter', of), receiver: checks('receiver', of) } as Own['checks'],
    scenarios: of<OwnScenario>('scenario').map(({ value }) => cast(value, vendors)),
    profiles: of<OwnProfile>('profile').map(({ value }) => value),
    vendors,
  };
}

function checks(role: Role, of: <T>(kind: 'check') => { value: T; module: string }[]): unknown[] {
  return of<OwnCheck>('check')
    .filter(({ value }) => value.role === role)
    .map(({ value, module }) => ownCheck(value, module));
}

/** @throws OwnError when a module defines nothing */
function foundIn({ module, exports }: LoadedModule): Found[] {
  const found = definitionsIn(exports).flatMap((value): Found[] => {
    const mark = markOf(value);
    if (mark === null) return [];
    // Sound: only the define functions mark, and what they were given is looked at before it is used.
    return [{ kind: mark.kind, value: value as Given, module, line: lineIn(mark.stack, module) }];
  });
  if (found.length > 0) return found;
  throw new OwnError(
    `${module.name} exports nothing that defineCheck, defineScenario, defineProfile or defineVendor made.`,
  );
}

/** Where a module called a define function, as its stack tells. */
function lineIn(stack: string, { files }: OwnModule): string {
  for (const line of stack.split('\n')) {
    const file = files.find((one) => line.includes(`${one}:`));
    const at = file === undefined ? null : /:(\d+):\d+\)?$/.exec(line);
    if (at?.[1] !== undefined) return `:${at[1]}`;
  }
  return '';
}
