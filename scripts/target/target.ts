/** What a health check says; `none`: there is none. */
export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy';

/** A target that goes on. */
export interface StartedTarget {
  /** How it ended by itself, in words (`ended with exit code 1`); null while it goes on. */
  ended(): string | null;
  /** When that was noticed (`performance.now()`, ms); null: not known, or it goes on. */
  endedAt(): number | null;
  /** Only containers have it. */
  health?: () => Promise<Health>;
  /** Ends and removes it. Never throws. */
  stop(): Promise<void>;
  /** Ids of processes that its end did not end, and that were ended apart; only a command has them. */
  leftBehind?: () => readonly number[];
}
