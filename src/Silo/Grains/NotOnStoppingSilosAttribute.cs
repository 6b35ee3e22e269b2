using Orleans.Placement;

namespace Stratus.Realtime.Silo.Grains;

/// <summary>A grain that is not placed on a silo that has said that it stops.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NotOnStoppingSilosAttribute() : PlacementFilterAttribute(new StoppingSilosFilter());
