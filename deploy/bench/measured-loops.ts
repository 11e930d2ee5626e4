/** Instructions of an agent whose runs end at once: what is measured is everything but the agent. */
export const NO_OP = 'Benchmark: end at once.';

/** Instructions of an agent whose model takes half a second to one and a half, somewhere else. */
export const THINK = 'Benchmark: think for about a second.';
export const THINK_MS = 1_000;

/** Instructions of an agent that waits for a sign, then talks: 20 pieces a second, as a fast model does. */
export const TALK = 'Benchmark: talk when told to.';
export const TALK_DELTAS = 100;
export const TALK_PAUSE_MS = 50;
