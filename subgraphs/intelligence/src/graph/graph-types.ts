/**
 * Input of @neo4j/graphql: read-only views of labels, prefixed `Graph`, each with a link to its entity (design: graph.md).
 * The tenant is filtered on every node and never readable; of agents and notebooks only what the whole tenant sees is there.
 * `tenantId` and `visibility` stay filterable: the library needs them in the input that `@authorization` refers to.
 * No field of type DateTime (it would need APOC), no `@vector` (its k is fixed to 4), no filter over relationships.
 */
export const GRAPH_TYPES = /* GraphQL */ `
  extend schema @mutation(operations: []) @query(read: true, aggregate: false) @subscription(events: [])
  type GraphUser
    @node(labels: ["User"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    jobTitle: String
    user: User @customResolver(requires: "id")
    departments: [GraphDepartment!]!
      @relationship(type: "BELONGS_TO", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    teams: [GraphTeam!]!
      @relationship(type: "MEMBER_OF", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    created: [GraphAgent!]!
      @relationship(type: "CREATED", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    collaboratesOn: [GraphAgent!]!
      @relationship(type: "COLLABORATES_ON", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphDepartment
    @node(labels: ["Department"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    people: [GraphUser!]!
      @relationship(type: "BELONGS_TO", direction: IN, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphTeam
    @node(labels: ["Team"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    people: [GraphUser!]!
      @relationship(type: "MEMBER_OF", direction: IN, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphAgent
    @node(labels: ["Agent"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" }, visibility: { eq: "TENANT" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    visibility: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    useCase: String
    type: String!
    agent: Agent @customResolver(requires: "id")
    tools: [GraphTool!]!
      @relationship(type: "USES_TOOL", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    notebooks: [GraphNotebook!]!
      @relationship(type: "SEARCHES_NOTEBOOK", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    models: [GraphModel!]!
      @relationship(type: "CONFIGURED_FOR", direction: OUT, properties: "GraphModelChoice", aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphModelChoice @relationshipProperties {
    primary: Boolean
    fallbackOrder: Int
  }
  type GraphTool
    @node(labels: ["Tool"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    tool: Tool @customResolver(requires: "id")
    agents: [GraphAgent!]!
      @relationship(type: "USES_TOOL", direction: IN, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphNotebook
    @node(labels: ["Notebook"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" }, visibility: { eq: "TENANT" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    visibility: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    domain: String
    notebook: Notebook @customResolver(requires: "id")
    agents: [GraphAgent!]!
      @relationship(type: "SEARCHES_NOTEBOOK", direction: IN, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphModel
    @node(labels: ["LLM"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    name: String!
    model: Model @customResolver(requires: "id")
    agents: [GraphAgent!]!
      @relationship(type: "CONFIGURED_FOR", direction: IN, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
  type GraphSuccessPattern
    @node(labels: ["SuccessPattern"])
    @limit(default: 20, max: 100)
    @authorization(filter: [{ where: { node: { tenantId: { eq: "$jwt.tenantId" } } } }]) {
    id: ID!
    tenantId: String! @selectable(onRead: false, onAggregate: false) @sortable(byValue: false)
    useCase: String!
    pattern: SuccessPattern @customResolver(requires: "id")
    tools: [GraphTool!]!
      @relationship(type: "INVOLVES_TOOL", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
    notebooks: [GraphNotebook!]!
      @relationship(type: "USES_KNOWLEDGE", direction: OUT, aggregate: false)
      @filterable(byValue: false, byAggregate: false)
  }
`;
