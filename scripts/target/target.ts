/** A target that goes on. */
export interface StartedTarget {
  /** How it ended by itself, in words (`ended with exit code 1`); null while it goes on. */
  ended(): string | null;
  /** Only containers have it. */
  health?: () => Promise<'none' | 'starting' | 'healthy' | 'unhealthy'>;
  /** Ends and removes it. Never throws. */
  stop(): Promise<void>;
}
