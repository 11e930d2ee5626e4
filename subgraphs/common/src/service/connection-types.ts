import { type ClassType, Field, ObjectType } from 'type-graphql';
import type { Connection, Edge } from './pagination.ts';
import { PageInfo } from './types/page-info.ts';

/** The Relay types `<Name>Edge` and `<Name>Connection` of a node type. A service extends the connection to add fields. */
export function connectionTypes<Node extends object>(
  name: string,
  node: () => ClassType<Node>,
): { Edge: ClassType<Edge<Node>>; Connection: ClassType<Connection<Node>> } {
  @ObjectType(`${name}Edge`)
  class NodeEdge implements Edge<Node> {
    @Field(() => String)
    cursor!: string;

    @Field(node)
    node!: Node;
  }

  @ObjectType(`${name}Connection`)
  class NodeConnection implements Connection<Node> {
    @Field(() => [NodeEdge])
    edges!: readonly Edge<Node>[];

    @Field(() => PageInfo)
    pageInfo!: PageInfo;
  }

  return { Edge: NodeEdge, Connection: NodeConnection };
}
