import type { Results } from '../results.ts';
import { visibleLine } from '../text/visible.ts';

/** What makes two runs less comparable, in sentences; `it` is the earlier one. */
export function caveatsOf(before: Results, after: Results): string[] {
  const differ = (what: (results: Results) => string, words: (a: string, b: string) => string): string[] => {
    const [a, b] = [what(before), what(after)];
    return a === b ? [] : [words(visibleLine(a), visibleLine(b))];
  };
  return [
    ...differ(targetOf, (a, b) => `It tested ${a}, this run ${b}.`),
    ...differ(
      ({ tool }) => tool.version,
      (a, b) => `It was made by version ${a}, this run by ${b}.`,
    ),
    ...(before.tool.catalogue === after.tool.catalogue
      ? []
      : ['Its catalogue of requirements was another one: rules came, went or changed.']),
    ...differ(
      ({ profile }) => profile,
      (a, b) => `Its profile was ${a}, that of this run is ${b}.`,
    ),
    ...(modulesOf(before) === modulesOf(after)
      ? []
      : [
          "Its checks, scenarios and profiles of the tester's own were others: modules came, went or changed.",
        ]),
    ...differ(
      ({ delivery }) => delivery.toSorted().join(' and ') || 'nothing',
      (a, b) => `It tested delivery by ${a}, this run by ${b}.`,
    ),
    ...differ(
      ({ policy }) => policy.failOn,
      (a, b) => `It was judged with --fail-on ${a}; both are compared by --fail-on ${b}.`,
    ),
    ...differ(scenariosOf, (a, b) => `It played ${a}; this run ${b}.`),
    ...extent(before).map((words) => `It ${words}.`),
    ...extent(after).map((words) => `This run ${words}.`),
  ];
}

/** The tester's own modules, by their text. */
function modulesOf({ own }: Results): string {
  return JSON.stringify(own?.modules ?? []);
}

/** Addresses of our own peers change from run to run, and say nothing. */
function targetOf({ target, scenarios }: Results): string {
  const { builtIn, form, role, issuer, endpoint } = target;
  if (form === 'mocks') return 'mocks';
  const kind = [form === 'pair' ? null : form, role === 'receiver' ? 'Receiver' : 'Transmitter'];
  const name = kind.filter(Boolean).join(' ');
  if (builtIn) return `the built-in ${name}`;
  if (form === 'pair') return `${issuer} with ${endpoint ?? 'a Receiver'}`;
  if (role === 'transmitter') return issuer;
  // The poll URL that a Receiver is given, and all that a managed one is told, are of ours.
  return form === 'hosted' || scenarios !== undefined ? `the ${name} ${endpoint ?? ''}`.trim() : `a ${name}`;
}

function scenariosOf({ scenarios }: Results): string {
  const names = [...new Set((scenarios ?? []).map(({ name }) => name))].toSorted();
  return names.length > 0 ? names.join(', ') : 'no scenario';
}

function extent({ interrupted, shard, partial }: Results): string[] {
  if (interrupted) return ['was cut short'];
  if (shard !== undefined) return [`is shard ${shard.index} of ${shard.count}`];
  return partial ? ['has only a part of the checks'] : [];
}
