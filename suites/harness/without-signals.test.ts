import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { withoutSignals } from './without-signals.ts';

it('drops what listens for signals before one could come, and leaves what listened before and afterwards', async () => {
  const heard: string[] = [];
  const listener = (name: string) => () => void heard.push(name);
  const [before, other, after] = [listener('before'), listener('other'), listener('after')];
  process.on('SIGTERM', before);
  await withoutSignals(async () => {
    process.once('SIGTERM', listener('once'));
    process.on('SIGTERM', listener('on'));
    process.on('beforeExit', other);
    await Promise.resolve();
    process.emit('SIGTERM');
  });
  process.on('SIGTERM', after);
  process.emit('SIGTERM');
  expect(process.listeners('beforeExit')).toContain(other);
  process.off('SIGTERM', before).off('SIGTERM', after).off('beforeExit', other);
  expect(heard).toEqual(['before', 'before', 'after']);
});

it('leaves what others add meanwhile', async () => {
  const others = new EventEmitter();
  const theirs = (): void => undefined;
  others.on(
    'meanwhile',
    AsyncResource.bind(() => process.on('SIGINT', theirs)),
  );
  await withoutSignals(async () => {
    others.emit('meanwhile');
    await Promise.resolve();
  });
  expect(process.listeners('SIGINT')).toContain(theirs);
  process.off('SIGINT', theirs);
});
