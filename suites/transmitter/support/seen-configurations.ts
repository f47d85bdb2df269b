import type { Exchange } from '../../harness/exchange.ts';
import type { FindingInput, JsonObject, TestStream, TransmitterProbe } from '../../harness/probe.ts';
import type { RequirementId } from '../../standard/requirement-ids.ts';
import { isObject } from './metadata.ts';

/** A stream configuration as one of the Transmitter's answers shows it. */
export interface SeenConfiguration {
  /** The answer in words: `create reply`. */
  where: string;
  configuration: JsonObject;
  exchange: Exchange;
}

/** How the answers to create, read and list show one stream; answers that do not show it are left out. */
export async function seenConfigurations(
  t: Pick<TransmitterProbe, 'call'>,
  stream: TestStream,
): Promise<SeenConfiguration[]> {
  const seen: SeenConfiguration[] = [
    { where: 'create reply', configuration: stream.configuration, exchange: stream.created },
  ];
  const read = await t.call('read-stream', { streamId: stream.id });
  const body = read.response?.json;
  if (read.response?.status === 200 && isObject(body)) {
    seen.push({ where: 'read reply', configuration: body, exchange: read });
  }
  const listed = await t.call('list-streams');
  const items = listed.response?.json;
  if (listed.response?.status === 200 && Array.isArray(items)) {
    const objects = items.filter(isObject);
    const own = objects.find((item) => item.stream_id === stream.id) ?? nameless(items);
    if (own !== undefined) seen.push({ where: 'list', configuration: own, exchange: listed });
  }
  return seen;
}

/** The only item of a list if it has no stream_id: then it can be but the stream that was just created. */
function nameless(items: readonly unknown[]): JsonObject | undefined {
  const only = items.length === 1 ? items[0] : undefined;
  return isObject(only) && typeof only.stream_id !== 'string' ? only : undefined;
}

/** Adds one finding if `holds` is false for any of the configurations; it says in which answers. */
export function expectOfAll<R extends RequirementId>(
  t: Pick<TransmitterProbe<R>, 'violates' | 'warns'>,
  requirement: R,
  seen: readonly SeenConfiguration[],
  holds: (configuration: JsonObject) => boolean,
  finding: Pick<FindingInput, 'message' | 'expected' | 'hint'> & {
    actual: (configuration: JsonObject) => unknown;
    /** No more than a warning, whatever the catalogue says. */
    warning?: boolean;
  },
): boolean {
  const offending = seen.filter(({ configuration }) => !holds(configuration));
  const first = offending[0];
  if (first === undefined) return true;
  const { actual, warning, ...rest } = finding;
  const input = {
    ...rest,
    actual: `${offending.map(({ where }) => where).join(', ')}: ${shown(actual(first.configuration))}`,
    exchange: first.exchange,
  };
  if (warning === true) t.warns(requirement, input);
  else t.violates(requirement, input);
  return false;
}

function shown(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}
