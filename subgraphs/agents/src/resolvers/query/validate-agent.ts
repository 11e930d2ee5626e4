import { JSONValue, Permission, ValidationError } from '@aether/common/service';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { type AgentsContext, lookUpCallOf } from '../../context.ts';
import { excessOf } from '../../agent/json-limits.ts';
import { ValidationReport } from '../../types/validation-report.ts';

@Resolver()
export class ValidateAgentResolver {
  @Permission('agent:read')
  @Query(() => ValidationReport, {
    description: 'Every problem of a specification, with its path. Nothing is written.',
  })
  validateAgent(@Arg('spec', () => JSONValue) spec: unknown, @Ctx() context: AgentsContext): Promise<ValidationReport> {
    const excess = excessOf(spec);
    if (excess !== null) throw new ValidationError(['spec'], excess, 'more');
    return context.parts.validator.validate(spec, lookUpCallOf(context));
  }
}
