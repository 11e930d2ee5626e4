/**
 * Whom a listing is for, beside `VISIBLE` for its agent: a listing never shows an agent to somebody who may not see it.
 * Parameters: `sightOf(viewer)`.
 */
export const LISTED = '($seesAll OR any(principal IN listing.audience WHERE principal IN $principals))';

/** `listing` as every statement returns it: without its search text and its vectors. */
export const LISTING = `listing {.id, .agentId, .versionId, .summary, .visibility, .audience, .departmentId, .modelSlugs, .notebookSlugs,
     .toolNames, .sampleExecutionIds, .ratingSum, .ratingCount, .cloneCount, .createdAt, .updatedAt} AS listing`;
