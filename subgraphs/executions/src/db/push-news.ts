/**
 * Part of a statement that writes a state of `e` and tells it by an event: its push notification configurations become due in the same transaction.
 * A run without any pays for one look at a property of the node that the statement has anyway. `news` counts, so that who has caught up
 * with what it read cannot miss what came meanwhile.
 * @param variables of the statement that the conditions need, beside `e`
 */
export function pushNews({
  variables = '',
  tenantId,
  condition,
}: {
  readonly variables?: string;
  readonly tenantId: string;
  readonly condition: string;
}): string {
  const scope = variables === '' ? 'e' : `e, ${variables}`;
  return `CALL (${scope}) {
     WITH ${scope} WHERE e.isPushed AND ${condition}
     MATCH (c:PushNotificationConfig {tenantId: ${tenantId}, taskId: e.id}) WHERE c.configId > ''
     SET c.lock = $nonce
     WITH c WHERE c.endedAt IS NULL
     SET c.news = c.news + 1, c.dueAtMs = coalesce(c.dueAtMs, datetime.realtime().epochMillis)
   }`;
}
