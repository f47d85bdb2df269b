import { describe, expect, test } from 'vitest';
import { startTransmitter } from '../transmitter/start.ts';
import { faults } from './index.ts';
import { together } from './together.ts';

const seamsOf = (name: string) => {
  const fault = faults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`There is no fault ${name}.`);
  return fault.seams();
};

describe('several faults together', () => {
  test('each breaks its own rule, in documents and in SETs', async () => {
    const seams = together(['metadata-without-issuer', 'metadata-spec-version-is-number'].map(seamsOf));
    const transmitter = await startTransmitter({ seams });
    try {
      const metadata = (await (await fetch(transmitter.metadataUrl)).json()) as Record<string, unknown>;
      expect(metadata).not.toHaveProperty('issuer');
      expect(typeof metadata.spec_version).toBe('number');
    } finally {
      await transmitter.close();
    }
  });

  test('none at all leave the reference as it is', async () => {
    const plain = await startTransmitter({});
    const transmitter = await startTransmitter({ seams: together([]) });
    try {
      const read = async (url: string) => Object.keys((await (await fetch(url)).json()) as object);
      expect(await read(transmitter.metadataUrl)).toEqual(await read(plain.metadataUrl));
    } finally {
      await transmitter.close();
      await plain.close();
    }
  });

  test('a push that one drops is not seen by the next', () => {
    const seen: string[] = [];
    const seams = together([
      { push: () => null },
      {
        push: (request) => {
          seen.push(request.url);
          return request;
        },
      },
    ]);
    const set = { streamId: 's', eventType: 'e', configuration: {} };
    expect(seams.push?.({ method: 'POST', url: 'u', headers: {}, body: '' }, set)).toBeNull();
    expect(seen).toEqual([]);
  });
});
