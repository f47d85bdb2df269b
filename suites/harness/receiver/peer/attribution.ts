/** Which check what happens at the rim belongs to: the one that last asked for something. */
export interface Attribution {
  check: string | null;
}
