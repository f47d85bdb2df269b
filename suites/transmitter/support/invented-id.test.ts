import { describe, expect, it } from 'vitest';
import { inventedId } from './invented-id.ts';

const ENTROPY = '7f3a9c21d4e8b06555aa10fe';

describe('an invented stream id', () => {
  it.each([
    [
      'a UUID',
      '0b9dbb52-6d17-4fbb-a0c4-21f5f07f9c6a',
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    ['a hexadecimal id', 'f67e39a0a4d34d56b3aa1bc4cff0069f', /^[0-9a-f]{32}$/],
    ['a number', '1234567890', /^\d{10}$/],
    ['a ULID', '01ARZ3NDEKTSV4RRFFQ69G5FAV', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/],
    ['base58', '5Kd3NBUAdUnhyzenEwVLy9', /^[1-9A-HJ-NP-Za-km-z]{22}$/],
    ['base32', 'mfrggzdfmztwq2lkmnswmz3i', /^[a-z2-7]{24}$/],
    ['an id with a prefix', 'stream_AbC123xyz99', /^stream_[A-Z][a-z][A-Z]\d{3}[a-z]{3}\d{2}$/],
  ])('keeps the shape of %s', (_, real, shape) => {
    const id = inventedId(real, ENTROPY);
    expect(id).toMatch(shape);
    expect(id).not.toBe(real);
  });

  it('is none of the ids that are taken', () => {
    const taken = [inventedId('42', ENTROPY)];
    expect(taken).not.toContain(inventedId('42', ENTROPY, taken));
  });
});
