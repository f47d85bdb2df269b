import type { Step } from '../../../scenarios/scenario.ts';
import type { TestStream, TransmitterProbe } from '../../probe.ts';

/** Requests to add subjects that go on at a time. */
const AT_A_TIME = 8;
/** So many refusals in a row, and the rest is not tried. */
const MOST_REFUSALS = 3;

/**
 * Adds the subjects of a story to its stream, where streams do not have all subjects of themselves (SSF 7.1,
 * default_subjects), before anything happens. Gives why events about a subject are not due; nothing: they are. By the
 * subject as JSON.
 */
export async function makeDue(
  probe: Pick<TransmitterProbe, 'metadata' | 'call'>,
  stream: TestStream,
  steps: readonly Step[],
): Promise<Map<string, string>> {
  const why = new Map<string, string>();
  const { document } = await probe.metadata();
  const { default_subjects: subjects, add_subject_endpoint: endpoint } = document ?? {};
  if (subjects === 'ALL' || (subjects !== 'NONE' && typeof endpoint !== 'string')) return why;
  const wanted = new Set(
    steps.flatMap(({ event }) => (event === null ? [] : [JSON.stringify(event.subject)])),
  );
  let refusals = 0;
  const add = async (subject: string): Promise<void> => {
    if (refusals < MOST_REFUSALS) {
      const body = { subject: JSON.parse(subject) as unknown };
      const status = await probe
        .call('add-subject', { streamId: stream.id, body })
        .then(({ response }) => response?.status ?? 0)
        .catch(() => 0);
      if (status >= 200 && status < 300) {
        refusals = 0;
        return;
      }
      refusals += 1;
    }
    // Whether it must be added is not said; then the event may come all the same.
    if (subjects === 'NONE')
      why.set(subject, 'Streams begin without subjects (default_subjects NONE), and this one was not added.');
  };
  const queue = [...wanted];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await add(next);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return why;
}
