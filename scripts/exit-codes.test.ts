import { describe, expect, it } from 'vitest';
import { EXIT, worstOf } from './exit-codes.ts';

describe('worstOf', () => {
  it('lets a broken rule outweigh a fault of ours, that a target out of reach, and that an incomplete run', () => {
    expect(worstOf([EXIT.conformant, EXIT.conformant])).toBe(0);
    expect(worstOf([EXIT.conformant, EXIT.incomplete])).toBe(5);
    expect(worstOf([EXIT.incomplete, EXIT.unreachable])).toBe(3);
    expect(worstOf([EXIT.unreachable, EXIT.harnessFault])).toBe(4);
    expect(worstOf([EXIT.harnessFault, EXIT.nonConformant])).toBe(1);
  });
});
