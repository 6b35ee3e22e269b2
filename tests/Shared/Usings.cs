global using Stratus.Realtime.Tests;
