import { useQuery } from 'urql';
import { count } from '../../format/count.ts';
import { percent } from '../../format/percent.ts';
import { graphql } from '../../gql/index.ts';
import { problemOf } from '../../graphql/problem.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Evidence } from './evidence.tsx';

const SuccessPatternsDocument = graphql(`
  query SuccessPatterns {
    successPatterns(first: 50) {
      id
      useCase
      summary
      support
      lift
      confidence
      evidence {
        ...EvidenceFacts
      }
    }
  }
`);

/** Parts that do well together, best lift first. */
export function SuccessPatterns() {
  const [{ data, error }, refetch] = useQuery({ query: SuccessPatternsDocument, requestPolicy: 'cache-and-network' });
  if (data === undefined && error !== undefined)
    return (
      <ProblemPanel
        title="Success patterns did not load"
        problem={problemOf(error)}
        onRetry={() => refetch({ requestPolicy: 'network-only' })}
      />
    );
  if (data === undefined) return <SkeletonRows rows={4} label="Loading success patterns" />;
  if (data.successPatterns.length === 0)
    return (
      <Empty title="No patterns yet">
        A pattern needs two agents for one use case that everybody sees, and ten runs of the better one.
      </Empty>
    );
  return (
    <table className="rows" aria-label="Success patterns">
      <thead>
        <tr>
          <th>Together</th>
          <th className="number max-md:hidden">Runs</th>
          <th className="number">Success</th>
          <th className="number" title="Success with these parts ÷ success of the use case on the whole">
            Lift
          </th>
        </tr>
      </thead>
      <tbody>
        {data.successPatterns.map((pattern) => (
          <tr key={pattern.id}>
            <td className="py-2.5 whitespace-normal">
              <span className="font-medium">{pattern.summary}</span>{' '}
              <span className="text-ink-3">for {pattern.useCase}</span>
              <Evidence evidence={pattern.evidence} />
            </td>
            <td className="number py-2.5 align-top max-md:hidden">{count(pattern.support)}</td>
            <td className="number py-2.5 align-top">{percent(pattern.confidence)}</td>
            <td className="number py-2.5 align-top">{pattern.lift.toFixed(2)} ×</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
