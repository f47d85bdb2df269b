import { expect, it } from 'vitest';
import { parseSet } from '../../../set/parse.ts';
import { BySubject } from './by-subject.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const about = (id: string) => parseSet(`${part({})}.${part({ sub_id: { format: 'opaque', id } })}.c2ln`);

it('keeps the order of what is about the same subject, and does the rest beside it', async () => {
  const queues = new BySubject();
  const begun: string[] = [];
  let endFirst = (): void => undefined;
  const first = queues.add(about('x'), () => {
    begun.push('x1');
    return new Promise<void>((resolve) => (endFirst = resolve));
  });
  const second = queues.add(about('x'), async () => void begun.push('x2'));
  await queues.add(about('y'), async () => void begun.push('y1'));
  expect(begun).toEqual(['x1', 'y1']);
  endFirst();
  await Promise.all([first, second]);
  expect(begun).toEqual(['x1', 'y1', 'x2']);
});
