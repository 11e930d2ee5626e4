import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { plural } from '../../format/count.ts';
import { graphql } from '../../gql/index.ts';

const UnpricedModelsDocument = graphql(`
  query UnpricedModels {
    models(filter: { enabled: true }, first: 100) {
      edges {
        node {
          id
          unpriced
        }
      }
    }
  }
`);

/** Which models no budget can limit, and the way to change that. While that is not known, the rule alone. */
export function UnpricedNote() {
  const [{ data }] = useQuery({ query: UnpricedModelsDocument, requestPolicy: 'cache-and-network' });
  const unpriced = data?.models.edges.filter(({ node }) => node.unpriced).length;
  if (unpriced === undefined) return 'Calls without a known price are not limited.';
  if (unpriced === 0) return 'Every model has a price, so every call counts.';
  return (
    <>
      {`${plural(unpriced, 'model')} ${unpriced === 1 ? 'has' : 'have'} no price: no budget limits ${unpriced === 1 ? 'it' : 'them'}. `}
      <Link to="/settings" search={{ tab: 'models' }} className="text-link underline">
        Set prices
      </Link>
    </>
  );
}
