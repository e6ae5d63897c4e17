export { DeliveryIdentities, type DeliveryIdentitiesArgs } from "./deliveryIdentities";
