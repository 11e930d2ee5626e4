/** The price override of `model` that is valid at `$at`, as `override`; prices that it leaves open are those that were reported. */
export const OVERRIDE = `COLLECT {
     MATCH (price:ModelPrice {tenantId: $tenantId, modelId: model.id}) WHERE price.validFrom <= $at
     RETURN price {.*} ORDER BY price.validFrom DESC LIMIT 1
   }[0] AS override`;
