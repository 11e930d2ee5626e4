/**
 * The one predicate for `agent`: who sees everybody's, or whom its audience names. Parameters: `sightOf(viewer)`.
 * A list, a look-up, a reference and a write all use it, so a foreign agent is everywhere the same as an unknown one.
 */
export const VISIBLE = '($seesAll OR any(principal IN agent.audience WHERE principal IN $principals))';
