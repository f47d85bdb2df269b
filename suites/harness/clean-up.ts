import type { Session } from './session.ts';

/** Deletes the streams that are still there; tells what became of them, in words. */
export async function cleanUp(session: Session): Promise<string[]> {
  const { deleted, left } = await session.deleteStreams();
  return [
    ...(deleted.length > 0
      ? [`Deleted ${deleted.length} stream(s) that were still open: ${ids(deleted)}.`]
      : []),
    ...(left.length > 0 ? [`Could not delete ${left.length} stream(s) at the target: ${ids(left)}.`] : []),
  ];
}

/** Streams that a notice names, of those that were or were not deleted. */
const NAMED_STREAMS = 10;

function ids(entries: readonly { streamId: string }[]): string {
  const named = entries.slice(0, NAMED_STREAMS).map(({ streamId }) => streamId);
  const more = entries.length - named.length;
  return named.join(', ') + (more > 0 ? `, and ${more} more` : '');
}
