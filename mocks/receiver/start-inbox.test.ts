import { expect, it } from 'vitest';
import { startInbox } from './start-inbox.ts';

it('An inbox forgets the oldest requests when their bodies together grow too long', async () => {
  const inbox = await startInbox();
  try {
    const rest = 'x'.repeat(1024 * 1024 - 10);
    for (let i = 0; i < 34; i++) await fetch(inbox.url, { method: 'POST', body: `${i}`.padEnd(10) + rest });
    const kept = inbox.requests().map(({ body }) => Number(body.slice(0, 10)));
    expect(kept).toEqual(Array.from({ length: 32 }, (_, i) => i + 2));
  } finally {
    await inbox.close();
  }
});
