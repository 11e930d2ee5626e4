/** Every operation that the demo sends. A test checks them against the supergraph. */
export const DEMO_DOCUMENTS = {
  departments: `query Departments { answer: departments(first: 100) { edges { node { id name } } } }`,
  createDepartment: `mutation CreateDepartment($input: CreateDepartmentInput!) {
    answer: createDepartment(input: $input) { department { id } userErrors { code message } } }`,
  teams: `query Teams { answer: teams(first: 100) { edges { node { id name } } } }`,
  createTeam: `mutation CreateTeam($input: CreateTeamInput!) {
    answer: createTeam(input: $input) { team { id } userErrors { code message } } }`,
  inviteUser: `mutation InviteUser($input: InviteUserInput!) {
    answer: inviteUser(input: $input) { invitationUrl userErrors { code message } } }`,
  user: `query Person($id: ID!) { answer: user(id: $id) { id department { id } } }`,
  updateUser: `mutation UpdateUser($input: UpdateUserInput!) {
    answer: updateUser(input: $input) { user { id } userErrors { code message } } }`,

  notebook: `query Notebook($slug: String!) { answer: notebook(slug: $slug) { id documents(first: 100) { edges { node { title status error { message } } } } } }`,
  createNotebook: `mutation CreateNotebook($input: CreateNotebookInput!) {
    answer: createNotebook(input: $input) { notebook { id } userErrors { code message } } }`,
  createUpload: `mutation CreateUpload($input: CreateUploadInput!) {
    answer: createUpload(input: $input) { upload { id url headers } userErrors { code message } } }`,
  addDocument: `mutation AddDocument($input: AddDocumentInput!) {
    answer: addDocument(input: $input) { document { id } userErrors { code message } } }`,

  toolServer: `query ToolServer($slug: String!) { answer: toolServer(slug: $slug) { id status } }`,
  connectToolServer: `mutation ConnectToolServer($input: ConnectToolServerInput!) {
    answer: connectToolServer(input: $input) { toolServer { id } userErrors { code message } } }`,
  tool: `query Tool($slug: String!) { answer: tool(slug: $slug) { id definitionHash approved } }`,
  approveTool: `mutation ApproveTool($input: ApproveToolInput!) {
    answer: approveTool(input: $input) { tool { approved } userErrors { code message } } }`,

  agent: `query Agent($slug: String!) { answer: agent(slug: $slug) {
    id useCase draft { revision } published { id } listing { id viewerRating { stars } } } }`,
  createAgent: `mutation CreateAgent($input: CreateAgentInput!) {
    answer: createAgent(input: $input) { agent { id } userErrors { code message } } }`,
  updateAgent: `mutation UpdateAgent($input: UpdateAgentInput!) {
    answer: updateAgent(input: $input) { agent { id } userErrors { code message } } }`,
  publishAgent: `mutation PublishAgent($input: PublishAgentInput!) {
    answer: publishAgent(input: $input) { version { id } userErrors { code message } } }`,

  ownRuns: `query OwnRuns($agentId: ID!, $userId: ID!) {
    answer: executions(first: 50, filter: { agentId: $agentId, startedById: $userId }) {
      edges { node { id status input conversation { id } citations { number } } } } }`,
  runAgent: `mutation RunAgent($input: RunAgentInput!) {
    answer: runAgent(input: $input) { execution { id } userErrors { code message } } }`,
  run: `query Run($id: ID!) { answer: execution(id: $id) { status error { message } } }`,
  conversations: `query Conversations($agentId: ID!) {
    answer: conversations(agentId: $agentId, first: 50) { edges { node { id title } } } }`,
  startConversation: `mutation StartConversation($input: StartConversationInput!) {
    answer: startConversation(input: $input) { conversation { id } userErrors { code message } } }`,

  publishListing: `mutation PublishListing($input: PublishListingInput!) {
    answer: publishListing(input: $input) { listing { id } userErrors { code message } } }`,
  rateListing: `mutation RateListing($input: RateListingInput!) {
    answer: rateListing(input: $input) { listing { id } userErrors { code message } } }`,

  testSuites: `query TestSuites($agentId: ID!) { answer: testSuites(agentId: $agentId, first: 50) {
    edges { node { id name cases(first: 50) { edges { node { name } } } } } } }`,
  createTestSuite: `mutation CreateTestSuite($input: CreateTestSuiteInput!) {
    answer: createTestSuite(input: $input) { suite { id } userErrors { code message } } }`,
  addTestCase: `mutation AddTestCase($input: AddTestCaseInput!) {
    answer: addTestCase(input: $input) { case { id } userErrors { code message } } }`,
} as const;

export type DemoOperation = keyof typeof DEMO_DOCUMENTS;
