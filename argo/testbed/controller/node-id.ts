/** Argo's name for a node: the workflow's name and FNV-1a (32 bit) of the node's full name; the root is the workflow. */
export function nodeId(workflow: string, nodeName: string): string {
  if (nodeName === workflow) return workflow;
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(nodeName)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `${workflow}-${hash}`;
}
