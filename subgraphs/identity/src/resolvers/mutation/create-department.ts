import { isConstraintViolation } from '@aether/common/graph';
import { Permission } from '@aether/common/service';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { causeOf, type IdentityContext } from '../../context.ts';
import { NameTakenError } from '../../errors.ts';
import { checkDescription, checkName } from '../../text-rules.ts';
import { CreateDepartmentInput } from '../../types/create-department-input.ts';
import { DepartmentPayload } from '../../types/department-payload.ts';
import { mendableError } from '../../writes/mendable-error.ts';

@Resolver()
export class CreateDepartmentResolver {
  @Permission('department:manage')
  @Mutation(() => DepartmentPayload)
  async createDepartment(
    @Arg('input', () => CreateDepartmentInput) input: CreateDepartmentInput,
    @Ctx() context: IdentityContext,
  ): Promise<DepartmentPayload> {
    const { changes, groups, ids } = context.parts;
    const id = ids('dep');
    try {
      const wanted = { id, name: checkName(input.name), description: checkDescription(input.description) };
      const department = await changes.change(causeOf(context), async (change) => {
        change.tell('department-created', { subject: id, after: wanted });
        return groups.saveDepartment(change, wanted);
      });
      return { department, userErrors: [] };
    } catch (error) {
      const mended = isConstraintViolation(error) ? new NameTakenError('department', input.name) : error;
      return { department: null, userErrors: [mendableError(mended)] };
    }
  }
}
