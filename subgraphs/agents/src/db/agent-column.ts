/** `agent` as every statement returns it: its properties, and who works on it with its owner. */
export const AGENT = `agent {.*, collaborators: COLLECT {
     MATCH (agent)<-[work:COLLABORATES_ON]-(user:User {tenantId: $tenantId})
     RETURN {userId: user.id, role: work.role, since: work.since} ORDER BY work.since, user.id
   }} AS agent`;
