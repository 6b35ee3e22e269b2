return await Stratus.Realtime.Silo.Hosting.SiloApplication.RunAsync(args);
