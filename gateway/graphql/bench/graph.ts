import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/**
 * The graph of the public federation gateway benchmark: four subgraphs, answers of 58 KB from 16 fetches for HEAVY.
 * Taken over so that figures can be compared with published ones (shared/reference/federation.md §6.1).
 */
const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])';
const words =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega '.repeat(
    4,
  );
const users = Array.from({ length: 6 }, (_, index) => ({
  id: String(index + 1),
  name: `Name ${index}`,
  username: `user${index}`,
  birthday: 1_234_567_890,
}));
const products = Array.from({ length: 9 }, (_, index) => ({
  upc: String(index + 1),
  name: `Product ${index}`,
  price: 100 * (index + 1),
  weight: 10 * (index + 1),
}));
const reviews = [1, 1, 1, 1, 2, 2, 2, 2, 3, 4, 4].map((upc, index) => ({
  id: String(index + 1),
  body: words.slice(0, 160 + 40 * index),
  product: { upc: String(upc) },
}));

export const SUBGRAPH_SDL: Readonly<Record<string, string>> = {
  accounts: `${LINK}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
  inventory: `${LINK}
    type Query { inventoryVersion: Int }
    type Product @key(fields: "upc") { upc: String! weight: Int @external price: Int @external inStock: Boolean shippingEstimate: Int @requires(fields: "price weight") }`,
  products: `${LINK}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
  reviews: `${LINK}
    type Query { reviewsVersion: Int }
    type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

type Key = { readonly id: string; readonly upc: string };
const RESOLVERS: Readonly<
  Record<
    string,
    Parameters<typeof buildSubgraphSchema>[0] extends infer Module
      ? Module extends { resolvers?: infer Resolvers }
        ? Resolvers
        : never
      : never
  >
> = {
  accounts: {
    Query: {
      me: () => users[0],
      users: () => users,
      user: (_: unknown, { id }: Key) => users.find((user) => user.id === id),
    },
    User: { __resolveReference: (reference: Key) => users.find((user) => user.id === reference.id) },
  },
  inventory: {
    Product: {
      __resolveReference: (reference: Key) => reference,
      inStock: () => true,
      shippingEstimate: (product: { price: number; weight: number }) =>
        product.price > 1_000 ? 0 : Math.round(product.weight * 0.5),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first) },
    Product: { __resolveReference: (reference: Key) => products.find((product) => product.upc === reference.upc) },
  },
  reviews: {
    Review: {
      author: () => ({ id: '1', username: 'user0' }),
      __resolveReference: (reference: Key) => reviews[Number(reference.id) - 1],
    },
    User: { __resolveReference: (reference: Key) => reference, reviews: () => reviews.slice(0, 2) },
    Product: {
      __resolveReference: (reference: Key) => reference,
      reviews: (product: Key) => reviews.filter((review) => review.product.upc === product.upc),
    },
  },
};

export function benchmarkSchema(name: string): GraphQLSchema {
  return buildSubgraphSchema({ typeDefs: parse(SUBGRAPH_SDL[name] ?? ''), resolvers: RESOLVERS[name] ?? {} });
}

export const HEAVY = `fragment User on User { id username name } fragment Review on Review { id body } fragment Product on Product { inStock name price shippingEstimate upc weight }
query Heavy { users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } } topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } }`;
export const LIGHT = 'query Light { me { id name reviews { id product { upc name inStock } } } }';
